// Two verifiers that others wrote, offline: stdin {documents: {url: document}, registry, vectors: [base64 ...]},
// stdout [{vc: "" or why not, core: "" or why not}, ...]. A URL that is not among the documents cannot be had.
import fs from 'node:fs';
const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log = console.error = () => {};
globalThis.fetch = async request => {
  const url = typeof request === 'string' ? request : request.url ?? String(request);
  const found = asked.documents[url];
  return found === undefined ?
    new Response('', {status: 404}) :
    new Response(JSON.stringify(found), {headers: {'content-type': 'application/json'}});
};
const vc = await import('@digitalbazaar/vc');
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const core = await import('@digitalcredentials/verifier-core');

const documentLoader = async url => {
  if(!(url in asked.documents)) {
    throw new Error(`not among the documents: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: asked.documents[url]};
};
const brief = error => String(error?.errors?.[0]?.message ?? error?.cause?.message ?? error?.message ?? error).slice(0, 120);

async function byBazaar(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const found = await vc.verifyCredential({
    credential, suite, documentLoader,
    checkStatus: options => checkStatus({...options, suite, documentLoader})
  });
  return found.verified ? '' : brief(found.error ?? found.statusResult?.error ?? 'not verified');
}

async function byCore(credential) {
  const found = await core.verifyCredential({
    credential, knownDIDRegistries: [{name: 'test', type: 'dcc-legacy', url: asked.registry}]
  });
  if(found.errors) {
    return brief(found.errors[0]);
  }
  const failed = found.log.find(entry => entry.valid !== true);
  return failed ? `${failed.id}: ${failed.error?.message ?? 'no'}` : '';
}

const out = [];
for(const vector of asked.vectors) {
  const one = {};
  for(const [name, verify] of [['vc', byBazaar], ['core', byCore]]) {
    try {
      one[name] = await verify(JSON.parse(Buffer.from(vector, 'base64').toString('utf8')));
    } catch(error) {
      one[name] = brief(error) || 'refused';
    }
  }
  out.push(one);
}
process.stdout.write(JSON.stringify(out), () => process.exit(0));
