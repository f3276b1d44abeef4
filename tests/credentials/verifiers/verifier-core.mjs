// Verifies credentials with @digitalcredentials/verifier-core. The network is cut off, so that it judges alone.
// In (standard input): [{credential}]; out: [{log: {step: valid}, errors}].
import {readFileSync} from 'node:fs';

globalThis.fetch = async address => {
  throw new Error(`No network here: ${address.url ?? address}`);
};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

const answers = [];
for(const {credential} of JSON.parse(readFileSync(0, 'utf8'))) {
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  answers.push({
    log: Object.fromEntries((result.log ?? []).map(step => [step.id, step.valid ?? null])),
    errors: (result.errors ?? []).map(one => one.name)
  });
}
console.log(JSON.stringify(answers));
