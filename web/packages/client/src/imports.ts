import type { Finding, Text } from '@jieli/form-engine'

/** A kind of file of rows that may be sent. */
export interface ImportKind {
  name: string
  label: Text
  help?: Text | null
  register?: string
  /** Headings that the file is expected to have. */
  columns?: { label: Text | string; required?: boolean }[]
}

/** What a file holds, or what has come of it. */
export interface ImportResult {
  file: string
  rows: number
  ready: number
  /** Rows whose subject was found. */
  matched: number
  /** Rows whose subject nobody but a person can tell; they are kept as records of their own. */
  undecided: number
  /** Rows about what is in hand already; nothing new is opened. */
  standing?: number
  broken: number
  accepted?: number
  /** Rows of a file that was sent before: nothing happens twice. */
  repeated?: number
  /** Of the file as a whole; then nothing of it was sent. */
  problems?: Finding[]
  findings: RowFinding[]
  /** Findings that are left out. */
  more?: number
  receipts?: ImportReceipt[]
}

export interface RowFinding {
  row: number
  column?: string
  finding: Finding
}

export interface ImportReceipt {
  bundle: string
  accepted: boolean
  row?: number
  /** Kept for a person to decide. */
  undecided?: boolean
  entries?: { register: string; county: string; record: string }[]
  findings?: Finding[]
}
