import type { Text } from '@jieli/form-engine'

/** Something that is moved and held. */
export interface Commodity {
  name: string
  label: Text
  /** Amounts are whole fen; else numbers in the unit. */
  money: boolean
  unit: Text
  decimals: number
}

/** An account and what it holds. */
export interface LedgerAccount {
  kind: string
  label: Text
  each?: string
  each_label?: Text
  goods?: string
  goods_name?: string
  floored: boolean
  commodity: Commodity
  balance: number
}

/** A transfer that a record has posted. */
export interface PostedTransfer {
  id: string
  day: string
  label: Text
  from: Text
  to: Text
  from_owner?: string
  to_owner?: string
  commodity: Commodity
  goods_name?: string
  amount: number
  reversal: boolean
}

export interface AccountsView {
  accounts: LedgerAccount[]
  posted: PostedTransfer[]
}

export interface StatementLine {
  id: string
  day: string
  kind: string
  label: Text
  /** Kind of the account on the other side, and whose it is. */
  other: Text
  other_each?: Text
  other_owner?: string
  /** What came; below zero: what went. */
  change: number
  balance: number
  reversal: boolean
  register: string
  record?: string
  title?: string
}

export interface StatementView extends LedgerAccount {
  county: string
  owner: string
  from: string
  to: string
  opening: number
  came: number
  went: number
  closing: number
  lines: StatementLine[]
  more: boolean
}

/** Which account, and from which day to which. */
export interface StatementQuery {
  account: string
  each?: string
  goods?: string
  from?: string
  to?: string
}
