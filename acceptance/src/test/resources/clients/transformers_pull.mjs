// node transformers_pull.mjs ENDPOINT MODEL: configuration and tokenizer through transformers.js.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.cwd() + '/package.json');
const { AutoConfig, AutoTokenizer, env } = await import(pathToFileURL(require.resolve('@huggingface/transformers')));
const [endpoint, model] = process.argv.slice(2);
env.remoteHost = endpoint;
env.useFSCache = false;
env.useBrowserCache = false;
env.allowLocalModels = false;
const config = await AutoConfig.from_pretrained(model);
console.log('CONFIG', config.model_type);
const tokenizer = await AutoTokenizer.from_pretrained(model);
console.log('TOKENS', JSON.stringify(tokenizer.encode('hello world')));
