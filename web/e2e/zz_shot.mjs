import { launch, person, signIn, quiet, base } from './lib.mjs'
const [,, login, path, w, h, out, ...acts] = process.argv
const b = await launch()
const { page, errors } = await person(b, { width: +w, height: +h })
await signIn(page, (a) => a.login === login)
await page.goto(base + path)
await quiet(page); await page.waitForTimeout(1500)
for (const a of acts) { await new Function('page', 'return (async()=>{' + a + '})()')(page); await quiet(page); await page.waitForTimeout(600) }
await page.screenshot({ path: out })
console.log(errors)
await b.close()
