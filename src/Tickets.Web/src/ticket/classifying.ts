import type { Schemas } from '../api/client';

/** What a ticket is, as the service takes it: a region that is not known is told as empty. */
export type Classified = Pick<Schemas['ClassificationBody'], 'topic' | 'priority' | 'sp4nClass' | 'region'>;
type Ticket = Pick<Schemas['TicketBody'], 'topic' | 'priority' | 'sp4nClass' | 'region'>;

export const standing = (ticket: Ticket): Classified => ({ topic: ticket.topic, priority: ticket.priority, sp4nClass: ticket.sp4nClass, region: ticket.region ?? '' });

/** What differs: the rest is left out and stays. */
export const differing = (was: Classified, now: Classified) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== was[name as keyof Classified])) as Partial<Classified>;

/** What takes a change back; null when nothing does, since a class that was never told cannot be taken away again. */
export const backFrom = (ticket: Ticket, changed: Partial<Classified>): Partial<Classified> | null =>
  'sp4nClass' in changed && ticket.sp4nClass === null ? null : (Object.fromEntries(Object.entries(standing(ticket)).filter(([name]) => name in changed)) as Partial<Classified>);
