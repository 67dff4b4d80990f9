import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The types are generated and committed; whoever changes the contract runs `npm run api`.
it('the types of the API are in step with docs/openapi.json', { timeout: 60_000 }, () => {
  const root = new URL('../..', import.meta.url).pathname;
  const fresh = join(mkdtempSync(join(tmpdir(), 'schema-')), 'schema.d.ts');
  execFileSync(process.execPath, [join(root, 'node_modules/openapi-typescript/bin/cli.js'), join(root, '../../docs/openapi.json'), '-o', fresh, '--properties-required-by-default'], { stdio: 'pipe' });
  expect(readFileSync(fresh, 'utf8')).toBe(readFileSync(join(root, 'src/api/schema.d.ts'), 'utf8'));
});
