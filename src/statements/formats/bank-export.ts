import { columnFormat } from './column-format.js'

/** What any bank lets its customer save, by the usual names of columns. */
export const bankExport = columnFormat({ name: 'bank-export', marks: [] })
