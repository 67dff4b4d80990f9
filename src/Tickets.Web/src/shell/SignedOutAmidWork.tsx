import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../api/session';
import { whenIdle } from './idle';
import { again } from './again';

const load = again(() => import('./Expired'), true);
const Expired = lazy(load);

/** A session that ends amid work asks for the password where one is. What asks is fetched in a quiet moment: when it is needed, fetching it might be refused. */
export function SignedOutAmidWork({ listen }: { listen: (then: () => void) => void }) {
  const session = useSession();
  const [opened, setOpened] = useState(false);
  const me = session.data?.me;
  useEffect(() => listen(() => setOpened(true)), [listen]);
  useEffect(() => (me ? whenIdle(() => void load()) : undefined), [me]);
  if (!me || !opened) return null;
  return (
    <Suspense>
      <Expired login={me.login} name={me.name} singleSignOn={session.data?.singleSignOn ?? null} onDone={() => setOpened(false)} />
    </Suspense>
  );
}
