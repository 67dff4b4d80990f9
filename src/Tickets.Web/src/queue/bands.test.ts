import { describe, expect, it } from 'vitest';
import { bandOf } from './bands';

describe('where a ticket stands in somebody\'s day', () => {
  const now = new Date(2026, 10, 24, 10, 0).getTime();
  const nextEnds = new Date(2026, 10, 25, 16, 0).toISOString();
  const due = (day: number, hour: number, late = false) => bandOf({ dueAt: new Date(2026, 10, day, hour, 0).toISOString(), late, status: 'Assigned' }, nextEnds, now);

  it('is late, today, the next working day, this week, or later', () => {
    expect([due(24, 8, true), due(24, 15), due(25, 16), due(27, 16), due(30, 9), due(34, 9)]).toEqual(['late', 'today', 'next', 'week', 'week', 'later']);
  });

  it('waits for the citizen while no clock runs, and while only other promises do', () => {
    expect(bandOf({ dueAt: null, late: false, status: 'Assigned' }, nextEnds, now)).toBe('waiting');
    expect(bandOf({ dueAt: new Date(2026, 10, 24, 15, 0).toISOString(), late: false, status: 'WaitingOnCitizen' }, nextEnds, now)).toBe('waiting');
    expect(bandOf({ dueAt: new Date(2026, 10, 24, 8, 0).toISOString(), late: true, status: 'WaitingOnCitizen' }, nextEnds, now)).toBe('late');
  });
});
