/** Text that the build puts in place of these imports; see scripts/bundled-text.ts. */
declare module '*?bundled' {
  const text: string
  export default text
  /** Of the text in UTF-8, in base64. */
  export const sha256: string
}
