// node hub_pull.mjs ENDPOINT MODEL: info, listing and every file's bytes through @huggingface/hub.
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.cwd() + '/package.json');
const { listFiles, downloadFile, modelInfo } = await import(pathToFileURL(require.resolve('@huggingface/hub')));
const [hubUrl, name] = process.argv.slice(2);
const info = await modelInfo({ name, hubUrl, additionalFields: ['sha'] });
console.log('SHA', info.sha);
for await (const file of listFiles({ repo: name, hubUrl, recursive: true })) {
  if (file.type !== 'file') continue;
  const blob = await downloadFile({ repo: name, path: file.path, hubUrl });
  const bytes = Buffer.from(await blob.arrayBuffer());
  console.log('FILE', file.path, bytes.length, createHash('sha256').update(bytes).digest('hex'));
}
