import { describe, expect, it } from 'vitest';
import { bandOf, merge, type Item } from './order';

const item = (id: number, more: Partial<Item> = {}) => ({ id, preview: `p${id}`, needsHelp: 0.7, urgent: false, ...more }) as Item;
const ids = (items: Item[]) => items.map((i) => i.id);

describe('nothing jumps under somebody who reads', () => {
  it('lets a new row that belongs above wait', () => {
    expect(ids(merge([item(1), item(2)], [item(9), item(1), item(2)], null))).toEqual([1, 2]);
  });

  it('lets rows that were decided elsewhere leave, but not the open one', () => {
    expect(ids(merge([item(1), item(2), item(3)], [item(3)], 2))).toEqual([2, 3]);
  });

  it('changes what a row says where it stands', () => {
    expect(merge([item(1), item(2)], [item(2), item(1, { preview: 'anew' })], null)[0]!.preview).toBe('anew');
  });

  it('adds what a further page brings below', () => {
    expect(ids(merge([item(1), item(2)], [item(1), item(2), item(3), item(4)], null))).toEqual([1, 2, 3, 4]);
  });

  it('shows everything when nothing was shown', () => {
    expect(ids(merge([], [item(1)], null))).toEqual([1]);
  });
});

describe('bands', () => {
  it('puts danger first only when somebody asks for help', () => {
    expect(bandOf({ urgent: true, needsHelp: 0.9 })).toBe('urgent');
    expect(bandOf({ urgent: true, needsHelp: 0.2 })).toBe('rest');
    expect(bandOf({ urgent: false, needsHelp: 0.5 })).toBe('help');
  });
});
