import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAdjustments, IconBell, IconChartBar, IconInbox, IconListCheck, IconLogout, IconMoon, IconSearch, IconSun, IconUserCircle, IconUsersGroup, IconLanguage, IconKeyboard } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { useLive } from '../api/live';
import { signedOut, useMe } from '../api/session';
import { speak } from '../text';
import { number } from '../text/time';
import { whenIdle } from './idle';
import { paletteKey, useKeys } from './keys';
import { again } from './again';

const openPalette = () =>
  again(() => import('./Palette'))().then(
    ({ open }) => open(),
    () => undefined,
  );
const Palette = lazy(again(() => import('./Palette'), true));
const KeysHelp = lazy(again(() => import('./KeysHelp'), true));

/** Rail, top bar, and the screen: only what a role may do is there. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const { line } = useLive();
  const counts = useQuery({ queryKey: ['counts'], queryFn: () => ask(api.GET('/api/v1/counts')), refetchInterval: 60_000 }).data;
  const [help, setHelp] = useState(false);
  // What opens over the screens comes when they are drawn, or when it is asked for sooner.
  const [quiet, setQuiet] = useState(false);
  useEffect(() => whenIdle(() => setQuiet(true)), []);
  const search = () => {
    setQuiet(true);
    void openPalette();
  };
  useKeys({ '?': () => setHelp(true), '/': search });
  useHotkeys([['mod+K', search]], []);

  return (
    <div className="shell">
      <a className="skip" href="#screen">
        {t('shell.skip')}
      </a>
      <nav className="rail" aria-label={t('shell.menu')}>
        <img className="emblem" src="/app/assets/emblem.svg" alt="" />
        {me.is('admin-social', 'administrator') && <Place to="/kotak-masuk" icon={<IconInbox size={20} stroke={1.6} />} word={t('shell.inbox')} count={counts?.inbox} />}
        {me.is('officer', 'supervisor', 'admin-social', 'administrator') && (
          <Place to="/antrean" icon={<IconListCheck size={20} stroke={1.6} />} word={t('shell.queue')} count={me.is('officer') ? counts?.mine : null} />
        )}
        {me.is('supervisor', 'administrator', 'director', 'inspectorate') && <Place to="/tim" icon={<IconUsersGroup size={20} stroke={1.6} />} word={t('shell.team')} count={counts?.late} late />}
        {me.is('reporting', 'supervisor', 'administrator') && <Place to="/laporan" icon={<IconChartBar size={20} stroke={1.6} />} word={t('shell.reports')} />}
        {me.is('administrator') && <Place to="/administrasi" icon={<IconAdjustments size={20} stroke={1.6} />} word={t('shell.admin')} />}
      </nav>
      <header className="topbar">
        <button type="button" className="search" onClick={search}>
          <IconSearch size={15} stroke={1.8} aria-hidden />
          <span className="grow ellipsis" style={{ textAlign: 'left' }}>
            {t('shell.search')}
          </span>
          <kbd className="hint soft">{paletteKey}</kbd>
        </button>
        <span className="grow" />
        <span className="line" data-line={line} role="status">
          <span>{t(`shell.line.${line}`)}</span>
        </span>
        <Bell unread={counts?.unread ?? 0} />
        <Tooltip label={t('keys.title')}>
          <ActionIcon aria-label={t('keys.title')} onClick={() => setHelp(true)} visibleFrom="sm">
            <IconKeyboard size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <OfMine />
      </header>
      <main className="screen" id="screen" tabIndex={-1}>
        {line === 'lost' && (
          <div className="lost" role="alert">
            {t('shell.lost')}
          </div>
        )}
        <Outlet />
      </main>
      {(quiet || help) && (
        <Suspense>
          <Palette />
          <KeysHelp opened={help} onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Place({ to, icon, word, count, late }: { to: string; icon: ReactNode; word: string; count?: number | null; late?: boolean }) {
  const on = useLocation().pathname.startsWith(to);
  return (
    <Link to={to} data-on={on || undefined} aria-current={on ? 'page' : undefined}>
      {icon}
      {word}
      {!!count && (
        <span className="count" data-late={late || undefined}>
          {number(count)}
        </span>
      )}
    </Link>
  );
}

/** How much somebody was told of and has not read; the screen reader hears the number when it grows. */
function Bell({ unread }: { unread: number }) {
  const { t } = useTranslation();
  const word = unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.title');
  return (
    <Tooltip label={word}>
      <Link to="/pemberitahuan" search={{}} className="bell" aria-label={word}>
        <IconBell size={18} stroke={1.6} aria-hidden />
        {unread > 0 && (
          <span className="count" aria-hidden>
            {unread > 99 ? '99+' : number(unread)}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

function OfMine() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const signOut = async () => {
    await ask(api.DELETE('/api/v1/session')).catch(() => undefined);
    await navigate({ to: '/masuk', search: {} });
    signedOut(queries);
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button type="button" className="me">
          <span className="visually-hidden">{t('shell.account', { name: me.name })} </span>
          {initialsOf(me.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}
          <br />
          {me.roles.map((r) => t(`role.${r}`)).join(', ')}
          {me.directorate ? ` · ${me.directorate}` : ''}
        </Menu.Label>
        <Menu.Item leftSection={<IconUserCircle size={16} />} component={Link} to="/akun">
          {t('shell.myAccount')}
        </Menu.Item>
        <Menu.Item leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          {t(dark ? 'shell.light' : 'shell.dark')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLanguage size={16} />} onClick={() => void speak(i18n.language === 'en' ? 'id' : 'en')}>
          {i18n.language === 'en' ? 'Bahasa Indonesia' : 'English'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
