import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { Accuracy } from './Accuracy';
import { ChannelsPage } from './Connecting';
import { Deliveries, Notices, useChannels } from './Delivery';
import { Audit } from './Audit';
import { Keys } from './Keys';
import { Organisation, Routing } from './Organisation';
import { Calendars } from './Calendars';
import { Policies } from './Promises';
import { Retention } from './Retention';
import { TryIt } from './TryIt';
import { Users } from './Users';
import { SavedRepliesAdmin, Templates } from './Wording';

const pages = {
  orang: [
    ['pengguna', Users],
    ['kunci', Keys],
  ],
  pekerjaan: [
    ['organisasi', Organisation],
    ['rute', Routing],
    ['kebijakan', Policies],
    ['kalender', Calendars],
  ],
  kata: [
    ['templat', Templates],
    ['balasan', SavedRepliesAdmin],
  ],
  jalannya: [
    ['saluran', ChannelsPage],
    ['keluar', Notices],
    ['kiriman', Deliveries],
    ['audit', Audit],
    ['simpan', Retention],
    ['coba', TryIt],
    ['akurasi', Accuracy],
  ],
} as const;

/** Everything that an administrator sets and watches. */
export function Admin() {
  const { t } = useTranslation();
  const { bagian } = useParams({ strict: false }) as { bagian?: string };
  const all = Object.values(pages).flat() as unknown as [string, () => React.JSX.Element][];
  const on = all.find(([name]) => name === bagian) ?? all[0]!;
  const Page = on[1];
  const nav = useRef<HTMLElement>(null);
  // On a telephone the pages stand in one line: where one is must be seen.
  useEffect(() => nav.current?.querySelector('[data-on]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [on[0]]);
  const broken = useChannels().data?.filter((c) => c.broken).length ?? 0;
  const drafts = useQuery({ queryKey: ['templates'], queryFn: async () => (await ask(api.GET('/api/v1/templates'))).items, staleTime: 60_000 }).data?.filter((x) => x.draft && !x.draft.mine).length ?? 0;
  const counts: Record<string, number> = { saluran: broken, templat: drafts };
  return (
    <>
      <div className="heading">
        <h1>{t('shell.admin')}</h1>
        <span className="soft">{t(`admin.page.${on[0]}`)}</span>
      </div>
      <div className="admin">
        <nav ref={nav} aria-label={t('shell.admin')}>
          {Object.entries(pages).map(([group, some]) => (
            <div key={group} style={{ display: 'contents' }}>
              <h2>{t(`admin.group.${group}`)}</h2>
              {some.map(([name]) => (
                <Link key={name} to="/administrasi/$bagian" params={{ bagian: name }} data-on={name === on[0] || undefined} aria-current={name === on[0] ? 'page' : undefined}>
                  {t(`admin.page.${name}`)}
                  {!!counts[name] && (
                    <span className="waits-here" data-alarm={name === 'saluran' || undefined}>
                      <span aria-hidden>{counts[name]}</span>
                      <span className="visually-hidden">{t(name === 'saluran' ? 'admin.channels.count' : 'admin.templates.waiting', { count: counts[name] })}</span>
                    </span>
                  )}
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <div className="scrolls" tabIndex={0} role="group" aria-label={t(`admin.page.${on[0]}`)}>
          <div className="page stack">
            <Page />
          </div>
        </div>
      </div>
    </>
  );
}
