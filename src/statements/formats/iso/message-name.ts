/** The families of ISO 20022 messages that are read. */
export const MESSAGE_NAMES = ['camt.052', 'camt.053', 'camt.054', 'pacs.008', 'pacs.004'] as const

export type MessageName = (typeof MESSAGE_NAMES)[number]
