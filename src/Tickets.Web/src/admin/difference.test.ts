import { describe, expect, it } from 'vitest';
import { difference } from './difference';

const told = (before: string, after: string) => difference(before, after).map((p) => `${{ same: '=', gone: '-', new: '+' }[p.kind]}${p.text}`);

describe('the difference of two texts', () => {
  it('is told in words, in reading order', () => expect(told('Laporan {nomor} kami terima.', 'Laporan {nomor} sudah kami terima.')).toEqual(['=Laporan {nomor} ', '+sudah ', '=kami terima.']));
  it('keeps a placeholder whole', () => expect(told('Cek {lacak}', 'Cek {kode}')).toEqual(['=Cek ', '-{lacak}', '+{kode}']));
  it('of the same text is nothing', () => expect(told('sama saja', 'sama saja')).toEqual(['=sama saja']));
  it('loses no letter on either side', () => {
    const [before, after] = ['Yth. {nama},\nmohon  tunggu 🙏', '{nama} mohon maaf\n\ntunggu sebentar'];
    const pieces = difference(before, after);
    expect(pieces.filter((p) => p.kind !== 'new').map((p) => p.text).join('')).toBe(before);
    expect(pieces.filter((p) => p.kind !== 'gone').map((p) => p.text).join('')).toBe(after);
  });
  it('from nothing is all new', () => expect(told('', 'baru')).toEqual(['+baru']));
});
