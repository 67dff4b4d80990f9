import { describe, expect, it } from 'vitest';
import { addDays } from '../admin/calendar';
import { before } from './period';

describe('a period', () => {
  it('shows its last day, and is asked for without the day after', () => {
    expect(addDays('2026-12-01', -1)).toBe('2026-11-30');
    expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
  it('is held against as many days before it', () => expect(before('2026-11-01', '2026-11-23')).toEqual({ from: '2026-10-10', to: '2026-11-01' }));
});
