/** Rows of a table in the page as it is written, and how many more each time that they are asked for. */
export const ROWS = 100
