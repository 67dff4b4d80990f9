// Packs every text file once, at build time, so that no request waits for it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = new URL('../../Tickets.Api/wwwroot/app/assets/', import.meta.url).pathname;
for (const name of readdirSync(folder).filter((n) => /\.(js|css|svg)$/.test(n))) {
  const bytes = readFileSync(join(folder, name));
  writeFileSync(join(folder, name + '.br'), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
}
