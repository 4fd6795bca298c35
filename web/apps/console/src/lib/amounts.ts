import type { Commodity, LedgerAccount } from '@jieli/client'
import { words, type Lang } from '@jieli/form-engine'
import { numberOf } from './numbers'

/** An amount of money or goods as it stands in a table: 1,200.00, or 19.5; a minus before what went. */
export function amountOf(amount: number, commodity: Commodity): string {
  if (commodity.money) return minus(numberOf((Math.abs(amount) / 100).toFixed(2)), amount)
  return minus(numberOf(Math.abs(amount).toFixed(commodity.decimals)), amount)
}

const minus = (text: string, amount: number) => (amount < 0 ? `−${text}` : text)

/** The same with its unit. */
export function amountWords(amount: number, commodity: Commodity, lang: Lang): string {
  return `${amountOf(amount, commodity)} ${words(commodity.unit, lang)}`
}

/** An account by its kind and, where accounts of the kind are kept apart, its part and its goods. */
export function accountWords(account: LedgerAccount, lang: Lang): string {
  const parts = [words(account.label, lang), words(account.each_label, lang), account.goods_name]
  return parts.filter(Boolean).join(' · ')
}
