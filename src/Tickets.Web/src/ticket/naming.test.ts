import { describe, expect, it } from 'vitest';
import { meant, parts, typing } from './naming';

const people = [
  { login: 'sri.wahyuni', name: 'Sri Wahyuni', directorate: 'JAMSOS' },
  { login: 'agus', name: 'Agus Salim', directorate: 'JAMSOS' },
  { login: 'rina', name: 'Rina Wulandari', directorate: null },
];

describe('mentions', () => {
  it('are marked where a colleague is named, the full stop left out', () => expect(parts('Tolong @sri.wahyuni. Terima kasih', people)).toEqual(['Tolong ', people[0], '. Terima kasih']));

  it('leave what names nobody as it is', () => expect(parts('akun @budi_123 dan a@agus.id', people)).toEqual(['akun @budi_123 dan a@agus.id']));

  it('are being typed from the @ to the cursor', () => expect(typing('Tolong @sr', 10)).toEqual({ at: 7, sought: 'sr' }));

  it('may be typed by the name with its second word', () => expect(typing('@Sri Wa', 7)).toEqual({ at: 0, sought: 'sri wa' }));

  it('are not typed in the middle of a word', () => expect(typing('surel agus@ke', 13)).toBeNull());

  it('offer those whose name begins so first', () => expect(meant('wa', people).map((p) => p.login)).toEqual(['sri.wahyuni']));

  it('offer everybody after a bare @', () => expect(meant('', people)).toHaveLength(3));
});
