import { expect, it } from 'vitest';
import { nameOf } from './keys';

it.each([
  [{ key: 'j', shiftKey: false }, 'j'],
  [{ key: 'X', shiftKey: true }, 'Shift+x'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'Enter', shiftKey: false }, 'Enter'],
  [{ key: '3', shiftKey: false }, '3'],
])('names %o as people write it', (event, name) => expect(nameOf(event)).toBe(name));
