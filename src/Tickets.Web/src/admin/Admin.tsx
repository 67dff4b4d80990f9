import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Channels, Deliveries, Notices } from './Delivery';
import { Accuracy } from './Accuracy';
import { Audit } from './Audit';
import { Organisation, Routing } from './Organisation';
import { Calendars, Policies } from './Promises';
import { TryIt } from './TryIt';
import { Users } from './Users';
import { SavedRepliesAdmin, Templates } from './Wording';

const pages = {
  orang: [['pengguna', Users]],
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
    ['saluran', Channels],
    ['keluar', Notices],
    ['kiriman', Deliveries],
    ['audit', Audit],
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
  return (
    <>
      <div className="heading">
        <h1>{t('shell.admin')}</h1>
        <span className="soft">{t(`admin.page.${on[0]}`)}</span>
      </div>
      <div className="admin">
        <nav aria-label={t('shell.admin')}>
          {Object.entries(pages).map(([group, some]) => (
            <div key={group} style={{ display: 'contents' }}>
              <h2>{t(`admin.group.${group}`)}</h2>
              {some.map(([name]) => (
                <Link key={name} to="/administrasi/$bagian" params={{ bagian: name }} data-on={name === on[0] || undefined} aria-current={name === on[0] ? 'page' : undefined}>
                  {t(`admin.page.${name}`)}
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
