declare module 'virtual:traditional' {
  const known: Record<string, string>
  export default known
}
declare module 'opencc-js/dict/STPhrases' {
  const phrases: string
  export default phrases
}
