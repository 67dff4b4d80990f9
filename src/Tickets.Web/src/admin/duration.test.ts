import { describe, expect, it } from 'vitest';
import { atOf, durationOf, lengthOf, momentOf, placeOf } from './duration';

describe('a promise in people\'s units', () => {
  it('is days, hours or minutes', () => {
    expect(lengthOf('P5WD')).toEqual({ amount: 5, unit: 'WD' });
    expect(lengthOf('PT4H')).toEqual({ amount: 4, unit: 'H' });
    expect(lengthOf('PT30M')).toEqual({ amount: 30, unit: 'M' });
  });
  it('with hours and minutes is minutes', () => expect(lengthOf('PT1H30M')).toEqual({ amount: 90, unit: 'M' }));
  it('of seconds or of nothing has no such unit', () => expect(['PT0.5S', 'PT', 'P5D', ''].map(lengthOf)).toEqual([null, null, null, null]));
  it('goes back as the service reads it', () => expect(['P5WD', 'PT4H', 'PT30M', 'PT0H'].map((d) => durationOf(lengthOf(d)!))).toEqual(['P5WD', 'PT4H', 'PT30M', 'PT0H']));
});

describe('a rung', () => {
  it('is reached at a share, at the end, or after it', () => {
    expect(momentOf('80%')).toEqual({ when: 'share', percent: 80 });
    expect(momentOf('breach')).toEqual({ when: 'breach' });
    expect(momentOf('breach+PT15H')).toEqual({ when: 'after', duration: 'PT15H' });
    expect(momentOf('kapan-kapan')).toBeNull();
  });
  it('goes back as the service reads it', () => expect(['50%', 'breach', 'breach+P2WD'].map((at) => atOf(momentOf(at)!))).toEqual(['50%', 'breach', 'breach+P2WD']));
  it('stands on its line where its moment is', () => {
    const places = ['50%', '80%', 'breach', 'breach+PT4H', 'breach+PT15H', 'breach+P60WD'].map(placeOf);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect([places[0], places[2], places.at(-1)]).toEqual([0.5, 1, 2]);
  });
});
