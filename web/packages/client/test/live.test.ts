import { expect, test } from 'vitest'
import { concerns, listen, type LiveChange } from '../src/live'

function source() {
  const s = {
    onmessage: null as ((e: MessageEvent) => void) | null,
    onopen: null as (() => void) | null,
    closed: false,
    close: () => void (s.closed = true),
    say: (data: string) => s.onmessage?.({ data } as MessageEvent),
  }
  return s
}

function listening() {
  const s = source()
  const heard: LiveChange[] = []
  const stream = listen(
    '/live',
    (c) => heard.push(c),
    () => s as never,
  )
  return { s, heard, stream }
}

test('what the server says is heard; what is no message is not', () => {
  const { s, heard } = listening()
  s.onopen?.()
  s.say('{"registers":["plot"],"areas":["441823111"],"figures":true}')
  s.say('not json')
  s.say('{"areas":["441882107"]}')
  expect(heard).toEqual([
    { registers: ['plot'], areas: ['441823111'], figures: true },
    { registers: [], areas: ['441882107'], figures: false },
  ])
})

test('after a cut anything may have changed', () => {
  const { s, heard, stream } = listening()
  s.onopen?.()
  expect(heard).toEqual([])
  s.onopen?.()
  expect(heard).toHaveLength(1)
  expect(concerns(heard[0]!, '441823111205')).toBe(true)
  stream.close()
  expect(s.closed).toBe(true)
})

test('a change of a town concerns its county and its villages, not its neighbours', () => {
  const change = { registers: [], areas: ['441823111'], figures: true }
  expect(['4418', '441823', '441823111', '441823111205'].every((a) => concerns(change, a))).toBe(true)
  expect(['441823110', '441882', '441882107201'].some((a) => concerns(change, a))).toBe(false)
})
