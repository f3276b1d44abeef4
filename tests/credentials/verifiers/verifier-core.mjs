// Verifies credentials with @digitalcredentials/verifier-core. The network is cut off, so that it judges alone;
// documents that it would look up come with the question.
// In (standard input): [{credential, documents: {address: document}}]; out: [{log: {step: valid}, errors}].
import {readFileSync} from 'node:fs';

let published = {};
globalThis.fetch = async address => {
  const found = published[address.url ?? address];
  if(!found) {
    throw new Error(`No network here: ${address.url ?? address}`);
  }
  return new Response(JSON.stringify(found), {headers: {'Content-Type': 'application/json'}});
};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

const answers = [];
for(const {credential, documents} of JSON.parse(readFileSync(0, 'utf8'))) {
  published = documents ?? {};
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  answers.push({
    log: Object.fromEntries((result.log ?? []).map(step => [step.id, step.valid ?? null])),
    errors: (result.errors ?? []).map(one => one.name)
  });
}
console.log(JSON.stringify(answers));
