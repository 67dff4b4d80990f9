import { describe, expect, it } from 'vitest';
import { backFrom, differing, standing } from './classifying';

const ticket = { topic: 'pkh', priority: 'normal', sp4nClass: null, region: null } as Parameters<typeof standing>[0];

describe('a correction', () => {
  it('says only what differs', () => {
    expect(differing(standing(ticket), { ...standing(ticket), topic: 'sembako' })).toEqual({ topic: 'sembako' });
    expect(differing(standing(ticket), standing(ticket))).toEqual({});
  });
  it('is taken back to what there was, a region that nobody knew included', () => expect(backFrom(ticket, { topic: 'sembako', region: '33.03' })).toEqual({ topic: 'pkh', region: '' }));
  it('of a class that was never told is not taken back', () => {
    expect(backFrom(ticket, { sp4nClass: 'supervisory' as never })).toBeNull();
    expect(backFrom({ ...ticket, sp4nClass: 'normative' as never }, { sp4nClass: 'supervisory' as never })).toEqual({ sp4nClass: 'normative' });
  });
});
