// What everybody loads before the first screen may weigh so much and no more; a build that weighs more is none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const most = 300_000;
const folder = new URL('../../Tickets.Api/wwwroot/app/', import.meta.url).pathname;
const page = readFileSync(join(folder, 'index.html'), 'utf8');
const scripts = [...page.matchAll(/(?:src|href)="\/app\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]);
if (scripts.length === 0) throw new Error('The page loads no script: has its shape changed?');
const weight = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
console.log(`First load: ${Math.round(weight / 1000)} kB of script, gzipped, of ${most / 1000} kB`);
if (weight > most) throw new Error(`The first load weighs ${weight} bytes of script, gzipped; ${most} are allowed.`);
