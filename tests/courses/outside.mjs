// Asks the verifier of the Digital Credentials Consortium about credentials, without any network.
// stdin: {"documents": {address: text}, "credentials": {name: credential}}; stdout: what it said.
import { readFileSync } from 'node:fs'
import { verifyCredential } from '@digitalcredentials/verifier-core'

const { documents, credentials } = JSON.parse(readFileSync(0, 'utf8'))
globalThis.fetch = async (asked) => {
  const address = String(asked.url ?? asked)
  if (!(address in documents)) throw new Error(`no network: ${address}`)
  return new Response(documents[address], { headers: { 'content-type': 'application/json' } })
}
console.log = console.error = () => {} // the schema of 1EdTech lies outside: it says that loudly
const told = {}
for (const [name, credential] of Object.entries(credentials)) {
  const result = await verifyCredential({ credential, knownDIDRegistries: [] })
  told[name] = {
    errors: (result.errors ?? []).map((each) => each.name),
    ...Object.fromEntries((result.log ?? []).map((each) => [each.id, each.valid ?? each.error?.name])),
  }
}
process.stdout.write(JSON.stringify(told))
