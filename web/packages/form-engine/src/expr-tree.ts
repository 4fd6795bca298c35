import { parse } from '@bufbuild/cel'

type Parsed = ReturnType<typeof parse>
type Expr = Parsed['expr']

/** The key under which a record has the fields of the one that its reference names. */
export function followKey(reference: string): string {
  return `${reference}@`
}

/** Parses an expression and rewrites what the library has no words for, as the server reads it. */
export function parseOurs(source: string): Parsed {
  const parsed = parse(source)
  rewrite(parsed.expr)
  return parsed
}

/** The references that an expression follows, as "record.field". */
export function followsIn(source: string): string[] {
  const found: string[] = []
  try {
    collect(parseOurs(source).expr, found)
  } catch {
    // what cannot be read follows nothing
  }
  return found
}

function collect(node: unknown, found: string[]): void {
  if (typeof node !== 'object' || node === null) return
  const kind = (node as Partial<Expr>).exprKind
  if (
    kind?.case === 'selectExpr' &&
    kind.value.field.endsWith('@') &&
    kind.value.operand?.exprKind.case === 'identExpr'
  )
    found.push(`${kind.value.operand.exprKind.value.name}.${kind.value.field.slice(0, -1)}`)
  Object.values(node).forEach((inner) => collect(inner, found))
}

/** Rewrites an expression from its leaves up: `a.b.c` follows the reference b, months beside a date are a call. */
function rewrite(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(rewrite)
  if (typeof node !== 'object' || node === null) return
  Object.values(node).forEach(rewrite)
  if (!('exprKind' in node)) return
  follow(node as Expr)
  addMonths(node as Expr)
}

/** Of a name of three parts the second is a reference: a name has two otherwise. */
function follow(node: Expr): void {
  const outer = node.exprKind.case === 'selectExpr' ? node.exprKind.value.operand : undefined
  if (outer?.exprKind.case !== 'selectExpr') return
  const inner = outer.exprKind.value
  if (inner.operand?.exprKind.case === 'identExpr') inner.field = followKey(inner.field)
}

function isMonths(node: Expr | undefined): boolean {
  return node?.exprKind.case === 'callExpr' && node.exprKind.value.function === 'months'
}

function addMonths(node: Expr): void {
  if (node.exprKind.case !== 'callExpr') return
  const call = node.exprKind.value
  const [left, right] = call.args
  if (call.function === '_+_' && isMonths(left)) call.args = [right, left] as Expr[]
  const [date, span] = call.args
  if (!(call.function === '_+_' || call.function === '_-_') || !date || !isMonths(span)) return
  const count = span?.exprKind.case === 'callExpr' ? span.exprKind.value.args : []
  call.function = call.function === '_+_' ? 'months_after' : 'months_before'
  call.args = [date, ...count]
}
