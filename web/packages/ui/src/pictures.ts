// What is done to a file before it is sent: pictures are made as small as a screen needs them and turned upright, and
// lose with that what the camera wrote about place and device.

/** Longest side of a picture as it is sent, in pixels: a receipt stays legible, a photo takes some 400 KB. */
export const longestSide = 1600
const quality = 0.85

/** Width and height within the longest side; smaller pictures stay as they are. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The picture as it is sent. What the browser cannot read goes as it is: the server says what is wrong with it. */
export async function shrink(file: File): Promise<File> {
  if (!file.type.startsWith('image/')) return file
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return file
  }
  try {
    const { width, height } = fitted(picture.width, picture.height)
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const pen = canvas.getContext('2d')
    if (!pen) return file
    pen.fillStyle = '#fff' // JPEG has no transparent parts
    pen.fillRect(0, 0, width, height)
    pen.drawImage(picture, 0, 0, width, height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    return blob ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file
  } finally {
    picture.close()
  }
}

const longestName = 60 // characters: the server takes 256 bytes for name and fingerprint together

/** What a field of type file holds: the fingerprint with the file's own name, without signs that part lists or paths. */
export function named(hash: string, fileName: string): string {
  const ending = fileName.match(/\.[A-Za-z0-9]{1,5}$/)?.[0] ?? ''
  const stem = fileName.slice(0, fileName.length - ending.length).replace(/[^\p{L}\p{N}.-]+/gu, '_')
  return stem ? `${hash}:${[...stem].slice(0, longestName - ending.length).join('')}${ending}` : hash
}
