import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, RouterProvider } from '@tanstack/react-router';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused, whenSignedOut } from './api/client';
import { LiveContext, useLiveConnection } from './api/live';
import { homeOf, sessionQuery, useSession, type Me, type Role } from './api/session';
import { Inbox } from './inbox/Inbox';
import type { BehindSearch } from './reports/Behind';
import { SignedOutAmidWork } from './shell/SignedOutAmidWork';
import { Shell } from './shell/Shell';
import { Empty, Failed } from './shell/states';
import i18n, { speakAsKept } from './text';
import { theme } from './theme';
import { TicketScreen } from './ticket/TicketScreen';

// Libraries that write style elements ask for this.
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
(globalThis as Record<string, unknown>).__webpack_nonce__ = nonce;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && !(error instanceof Refused),
      refetchOnWindowFocus: true,
    },
    // Without a line a change is refused at once and said so: nobody is to believe that it waits somewhere.
    mutations: { networkMode: 'always' },
  },
});

// What the service says comes in the reader's language too.
i18n.on('languageChanged', () => void queries.invalidateQueries());
// Without a key everything that was kept is gone.
addEventListener('storage', ({ key }) => {
  if (key === 'language' || key === null) void speakAsKept();
});

async function signedIn(): Promise<Me | null> {
  return (await queries.ensureQueryData(sessionQuery)).me;
}

/** Only for these roles; others go where they may. */
const forRoles =
  (...roles: Role[]) =>
  async () => {
    const me = await signedIn();
    if (me && !me.is(...roles)) throw redirect({ to: homeOf(me) });
  };

const root = createRootRouteWithContext<object>()({ component: Outlet, notFoundComponent: () => <Empty title={i18n.t('state.notFound')}>{i18n.t('state.notFoundDetail')}</Empty> });
const masuk = createRoute({
  getParentRoute: () => root,
  path: '/masuk',
  component: lazyRouteComponent(() => import('./shell/SignIn'), 'SignIn'),
  validateSearch: (s: Record<string, unknown>): { gagal?: string; ke?: string } => ({ gagal: s.gagal as string | undefined, ke: s.ke as string | undefined }),
});
const tautan = createRoute({ getParentRoute: () => root, path: '/masuk/tautan', component: lazyRouteComponent(() => import('./shell/SignIn'), 'SetPassword') });
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ location }) => {
    if (!(await signedIn())) throw redirect({ to: '/masuk', search: { ke: location.pathname === '/' ? undefined : location.href } });
  },
});
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ to: homeOf((await signedIn())!) });
  },
});
export type InboxSearch = { platform?: string; topik?: string; bahasa?: string; post?: string; lonjakan?: number; q?: string; tampil?: 'menunggu' | 'ditunda' | 'diabaikan'; buka?: number };
const kotakMasuk = createRoute({
  getParentRoute: () => app,
  path: '/kotak-masuk',
  component: Inbox,
  beforeLoad: forRoles('admin-social', 'administrator'),
  validateSearch: (s: Record<string, unknown>): InboxSearch => ({
    platform: s.platform as string | undefined,
    topik: s.topik as string | undefined,
    bahasa: s.bahasa === undefined ? undefined : String(s.bahasa),
    lonjakan: s.lonjakan === undefined ? undefined : Number(s.lonjakan),
    post: s.post === undefined ? undefined : String(s.post),
    q: s.q === undefined ? undefined : String(s.q),
    tampil: s.tampil as InboxSearch['tampil'],
    buka: Number(s.buka) || undefined,
  }),
});
export type QueueSearch = { milik?: 'saya' | 'direktorat' | 'kosong'; q?: string; topik?: string };
const antrean = createRoute({
  getParentRoute: () => app,
  path: '/antrean',
  component: lazyRouteComponent(() => import('./queue/Queue'), 'Queue'),
  beforeLoad: forRoles('officer', 'supervisor', 'admin-social', 'administrator'),
  validateSearch: (s: Record<string, unknown>): QueueSearch => ({ milik: s.milik as QueueSearch['milik'], q: s.q === undefined ? undefined : String(s.q), topik: s.topik as string | undefined }),
});
const tiket = createRoute({ getParentRoute: () => app, path: '/tiket/$number', component: TicketScreen, beforeLoad: forRoles('officer', 'supervisor', 'admin-social', 'administrator', 'director', 'inspectorate') });
const tim = createRoute({ getParentRoute: () => app, path: '/tim', component: lazyRouteComponent(() => import('./team/Team'), 'Team'), beforeLoad: forRoles('supervisor', 'administrator', 'director', 'inspectorate') });
export type ReportSearch = { dari?: string; sampai?: string; menurut?: string; lalu?: string };
const laporan = createRoute({
  getParentRoute: () => app,
  path: '/laporan',
  component: lazyRouteComponent(() => import('./reports/Reports'), 'Reports'),
  beforeLoad: forRoles('reporting', 'supervisor', 'administrator'),
  validateSearch: (s: Record<string, unknown>): ReportSearch => ({ dari: s.dari as string | undefined, sampai: s.sampai as string | undefined, menurut: s.menurut as string | undefined, lalu: s.lalu as string | undefined }),
});
const text = (value: unknown) => (value === undefined ? undefined : String(value));
const dibalik = createRoute({
  getParentRoute: () => app,
  path: '/laporan/tiket',
  component: lazyRouteComponent(() => import('./reports/Behind'), 'Behind'),
  beforeLoad: forRoles('reporting', 'supervisor', 'administrator'),
  validateSearch: (s: Record<string, unknown>): BehindSearch => ({
    angka: text(s.angka) ?? 'received',
    dari: text(s.dari),
    sampai: text(s.sampai),
    directorate: text(s.directorate),
    topic: text(s.topic),
    platform: text(s.platform),
    officer: text(s.officer),
    priority: text(s.priority),
    province: text(s.province),
    month: text(s.month),
  }),
});
const pemberitahuan = createRoute({
  getParentRoute: () => app,
  path: '/pemberitahuan',
  component: lazyRouteComponent(() => import('./notifications/Notifications'), 'Notifications'),
  validateSearch: (s: Record<string, unknown>): { semua?: boolean } => ({ semua: s.semua === true || undefined }),
});
const administrasi = createRoute({
  getParentRoute: () => app,
  path: '/administrasi',
  component: lazyRouteComponent(() => import('./admin/Admin'), 'Admin'),
  beforeLoad: forRoles('administrator'),
});
const bagian = createRoute({
  getParentRoute: () => app,
  path: '/administrasi/$bagian',
  component: lazyRouteComponent(() => import('./admin/Admin'), 'Admin'),
  beforeLoad: forRoles('administrator'),
});
const akun = createRoute({ getParentRoute: () => app, path: '/akun', component: lazyRouteComponent(() => import('./account/Account'), 'Account') });

const router = createRouter({
  routeTree: root.addChildren([masuk, tautan, app.addChildren([home, kotakMasuk, antrean, tiket, tim, laporan, dibalik, pemberitahuan, administrasi, bagian, akun])]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} again={reset} />,
  context: {},
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The live connection outlives the screens. */
function Living({ children }: { children: ReactNode }) {
  const session = useSession();
  const live = useLiveConnection(!!session.data?.me);
  return <LiveContext value={live}>{children}</LiveContext>;
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <Notifications position="bottom-center" autoClose={6000} />
        <Living>
          <RouterProvider router={router} />
          <SignedOutAmidWork listen={whenSignedOut} />
        </Living>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
