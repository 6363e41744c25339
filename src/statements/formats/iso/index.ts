import { camt052 } from './camt-052.js'
import { camt053 } from './camt-053.js'
import { camt054 } from './camt-054.js'
import type { MessageFormat } from './message-format.js'
import { pacs004 } from './pacs-004.js'
import { pacs008 } from './pacs-008.js'

/** Every family of messages that is read. */
export const MESSAGE_FORMATS: readonly MessageFormat[] = [camt052, camt053, camt054, pacs008, pacs004]
