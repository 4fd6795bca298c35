import { describe, expect, it } from 'vitest'
import { fitted, named, shrink } from '../src/pictures'

const hash = 'a'.repeat(64) + '.pdf'

describe('what is done to a file before it is sent', () => {
  it('fits a picture into 1600 pixels and leaves smaller ones', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 })
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 })
    expect(fitted(20000, 1)).toEqual({ width: 1600, height: 1 })
  })

  it('sends as it is what is no picture or cannot be read', async () => {
    const paper = new File(['%PDF-1.7'], '合同.pdf', { type: 'application/pdf' })
    expect(await shrink(paper)).toBe(paper)
    const broken = new File(['x'], 'x.jpg', { type: 'image/jpeg' })
    expect(await shrink(broken)).toBe(broken)
  })

  it('keeps the own name of a file without signs that part lists', () => {
    expect(named(hash, '房产证 (1), 副本.pdf')).toBe(`${hash}:房产证_1_副本.pdf`)
    expect(named(hash, '..\\x:y|z.pdf')).toBe(`${hash}:.._x_y_z.pdf`)
    expect(named(hash, '长'.repeat(300) + '.pdf').length).toBe(hash.length + 1 + 60)
    expect(named(hash, '.pdf')).toBe(hash)
  })
})
