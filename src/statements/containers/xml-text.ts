/** Bytes of an XML file, for it is parsed as a whole; and characters between two tags, which no message needs. */
const XML_BYTES = 134_217_728
const XML_STRETCH = 262_144

const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]{0,39})["']/

/** Why an XML file is not read. */
export class XmlRefused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether a file begins as an XML document does, that is no page of HTML and no spreadsheet: in ASCII, or in UTF-16. */
export function isXml(head: Buffer): boolean {
  const start = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/[\0\xef\xbb\xbf\xfe\xff]/g, '')
    .trimStart()
  return (
    /^<(?:\?xml\b|!--|!DOCTYPE\s+(?!html\b)|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])/i.test(start) &&
    !isHtml(start) &&
    !isSpreadsheet(start)
  )
}

function isSpreadsheet(start: string): boolean {
  return /<(?:\?mso-application\s+progid="Excel|(?:\w+:)?Workbook\b)/i.test(start)
}

function isHtml(start: string): boolean {
  return /^<(?:html|head|body|table|div|style|meta|title)\b/i.test(start)
}

/**
 * The text of an XML file: by its byte order mark, else by the encoding that it declares, else UTF-8. What a
 * declaration says against a mark, or against the zeros of UTF-16, does not count.
 *
 * @throws XmlRefused
 */
export async function readXmlText(
  source: AsyncIterable<Buffer>,
  isDecoded: boolean,
): Promise<{ text: string; encoding: string }> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let encoding = 'utf-8'
  let bytes = 0
  let stretch = 0
  let text = ''
  const take = (part: string) => {
    // A block is shorter than the longest stretch: only one that goes on from block to block can be too long.
    const first = part.indexOf('<')
    stretch += first < 0 ? part.length : first
    if (stretch > XML_STRETCH) {
      throw new XmlRefused('row-too-large', `more than ${XML_STRETCH} characters between two tags; it is not read`)
    }
    if (first >= 0) stretch = part.length - part.lastIndexOf('<')
    text += part
  }
  for await (const block of source) {
    bytes += block.length
    if (bytes > XML_BYTES) {
      throw new XmlRefused('file-too-large', `an XML file of more than ${XML_BYTES} bytes; it is not read`)
    }
    if (decoder === undefined) {
      encoding = isDecoded ? 'string' : encodingOf(block)
      decoder = decoderOf(isDecoded ? 'utf-8' : encoding)
    }
    take(decoder.decode(block, { stream: true }))
  }
  if (decoder !== undefined) take(decoder.decode())
  return { text, encoding }
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le'
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be'
  const declared = DECLARED.exec(head.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8'
  if (declared.startsWith('utf-16') || declared.startsWith('utf16')) return 'utf-8'
  return declared === 'utf8' ? 'utf-8' : declared
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding)
  } catch {
    throw new XmlRefused('unreadable-file', `it declares the encoding ${JSON.stringify(encoding)}, which is not known`)
  }
}
