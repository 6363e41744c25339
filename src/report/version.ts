/** The version in package.json, which a browser has not; a test compares them. */
export const VERSION = '0.1.0'
