import { describe, expect, it } from 'vitest';
import { addDays, carriedOver, changesOf, opensOn, readSpans, seasonOn, shiftOf, tooEarly, writeSpans, type Definition } from './calendar';

const office: Definition = {
  timeZone: 'Asia/Jakarta',
  hours: { monday: [['07:30', '12:00'], ['13:00', '16:00']], friday: [['07:30', '11:30']] },
  seasons: [{ name: 'Ramadan', from: '2026-02-18', to: '2026-03-19', hours: { monday: [['08:00', '15:00']] } }],
  closures: [{ date: '2026-08-17', name: 'Kemerdekaan' }],
};

describe('hours as people write them', () => {
  it('are read with points, colons, whole hours, and long or short dashes', () => {
    expect(readSpans('07.30-12.00, 13:00–16')).toEqual([['07:30', '12:00'], ['13:00', '16:00']]);
    expect(readSpans('13-16; 8-12')).toEqual([['08:00', '12:00'], ['13:00', '16:00']]);
    expect(readSpans('22.00 s.d. 06.00')).toEqual([['22:00', '06:00']]);
    expect(readSpans('0-24')).toEqual([['00:00', '24:00']]);
  });
  it('are closed when nothing is written', () => expect(readSpans('  ')).toEqual([]));
  it.each(['pagi', '8', '8-25', '8.70-9', '24.30-25', '8-8', '8-9-10', '08.00–'])('are not read from %s', (text) => expect(readSpans(text)).toBeNull());
  it('are written as they are read', () => expect(readSpans(writeSpans(office.hours!.monday!))).toEqual(office.hours!.monday));
});

describe('a day of a calendar', () => {
  it('is counted by the season that runs, which replaces the whole week', () => {
    expect(seasonOn(office, '2026-03-19')?.name).toBe('Ramadan');
    expect(opensOn(office, '2026-02-23')).toBe(true); // a Monday in Ramadan
    expect(opensOn(office, '2026-02-27')).toBe(false); // a Friday that Ramadan leaves out
    expect(opensOn(office, '2026-03-20')).toBe(true); // the first Friday after
  });
  it('is followed by the next over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
});

describe('a draft', () => {
  const draft: Definition = { ...office, closures: [{ date: '2026-12-24', from: '12:00', to: '24:00', name: 'Setengah hari' }], hours: { ...office.hours!, saturday: [['08:00', '12:00']] } };
  it('says what comes, what goes and which days differ', () => {
    const changes = changesOf(office, draft);
    expect(changes.added.map((c) => c.date)).toEqual(['2026-12-24']);
    expect(changes.removed.map((c) => c.date)).toEqual(['2026-08-17']);
    expect(changes.days).toEqual(['saturday']);
    expect(changes.count).toBe(3);
  });
  it('changes nothing when it is what there was', () => expect(changesOf(office, structuredClone(office)).count).toBe(0));
  it('is carried over to what somebody else decreed meanwhile, and both are kept', () => {
    const decreed: Definition = { ...office, closures: [...office.closures!, { date: '2026-12-25', name: 'Natal' }], hours: { ...office.hours!, friday: [['08:00', '11:00']] } };
    const both = carriedOver(office, draft, decreed);
    expect(both.closures!.map((c) => c.date)).toEqual(['2026-12-24', '2026-12-25']);
    expect(both.hours!.friday).toEqual([['08:00', '11:00']]);
    expect(both.hours!.saturday).toEqual([['08:00', '12:00']]);
    expect(changesOf(decreed, both).count).toBe(changesOf(office, draft).count);
    expect(carriedOver(office, draft, draft).closures).toEqual(draft.closures);
  });
  it('names what lies before the first date that it counts', () => expect(tooEarly(changesOf(office, draft), '2026-09-01').map((c) => c.date)).toEqual(['2026-08-17']));
});

describe('a shift', () => {
  it('may run backwards', () => {
    expect(shiftOf('PT7H30M')).toBe(450);
    expect(shiftOf('-P1DT2H')).toBe(-1560);
    expect(shiftOf('nonsense')).toBe(0);
  });
});
