import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, ask, rememberCsrf, type Schemas } from './client';

export type Role = 'admin-social' | 'officer' | 'supervisor' | 'reporting' | 'administrator' | 'director' | 'inspectorate';
export type Me = { login: string; name: string; directorate: string | null; roles: Role[]; is: (...roles: Role[]) => boolean };
export type SessionState = { me: Me | null; singleSignOn: string | null };

export function sessionOf(body: Schemas['SessionBody']): SessionState {
  rememberCsrf(body.csrf);
  const user = body.user;
  if (!user) return { me: null, singleSignOn: body.singleSignOn };
  const roles = user.roles as Role[];
  return {
    me: { login: user.login, name: user.name, directorate: user.directorate, roles, is: (...wanted) => wanted.some((r) => roles.includes(r)) },
    singleSignOn: body.singleSignOn,
  };
}

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: async () => sessionOf(await ask(api.GET('/api/v1/session'))),
  staleTime: Infinity,
};

export const useSession = () => useQuery(sessionQuery);

/** Who is signed in; only for screens that are shown to nobody else. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data?.me) throw new Error('nobody is signed in');
  return data.me;
}

/** Where a role begins its day. */
export function homeOf(me: Me): string {
  if (me.is('admin-social')) return '/kotak-masuk';
  if (me.is('officer')) return '/antrean';
  if (me.is('supervisor', 'director', 'inspectorate')) return '/tim';
  if (me.is('reporting')) return '/laporan';
  // Who has no screen of their own is led where everybody may be, not round in a circle.
  return me.is('administrator') ? '/administrasi' : '/akun';
}

/** What another person saw is nobody else's: all but who is signed in is forgotten. */
export const forgetOthers = (queries: QueryClient) => queries.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' });

/** Nobody is signed in any more. */
export function signedOut(queries: QueryClient) {
  forgetOthers(queries);
  queries.setQueryData<SessionState>(['session'], (was) => ({ me: null, singleSignOn: was?.singleSignOn ?? null }));
}
