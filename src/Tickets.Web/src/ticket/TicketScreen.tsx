import { lazy, Suspense, type ComponentType } from 'react';
import { Rows } from '../shell/states';
import { again } from '../shell/again';

const load = again(() => import('./Ticket').then((m) => ({ default: m.Ticket })));
const Fetched = lazy(load);

/** The screen of a ticket once its code is there; whoever brings it along says so. */
export const ticketScreen: { now?: ComponentType } = {};

/** A ticket. From the queue, which brings its code, it stands at once: keys typed right after the click are its own. */
export function TicketScreen() {
  const Now = ticketScreen.now;
  return Now ? (
    <Now />
  ) : (
    <Suspense fallback={<Rows count={6} height={90} />}>
      <Fetched />
    </Suspense>
  );
}
