import { ActionIcon, Button, Popover, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconCheck, IconPlus, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { again } from '../shell/again';

const KeepView = lazy(again(() => import('./KeepView')));

export type Filters = Record<string, string | undefined>;
type View = Schemas['ListedView'];
type Props = { screen: 'inbox' | 'queue' | 'reports' | 'audit'; filters: Filters; apply: (filters: Filters, start: boolean) => void; icon?: boolean };

const set = (filters: Filters) => Object.fromEntries(Object.entries(filters).filter((f): f is [string, string] => !!f[1]));
const same = (a: Filters, b: Filters) => JSON.stringify(Object.entries(set(a)).sort()) === JSON.stringify(Object.entries(set(b)).sort());

/** Filters that somebody keeps under a name, their own; one of them may be where they begin. */
export function SavedViews({ screen, filters, apply, icon }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [opened, setOpened] = useState(false);
  const list = useQuery({ queryKey: ['views', screen], queryFn: async () => (await ask(api.GET('/api/v1/views', { params: { query: { screen } } }))).items as View[], staleTime: 60_000 });
  const views = list.data ?? [];
  const empty = Object.keys(set(filters)).length === 0;

  // Whoever comes without a wish begins where they said; whoever takes the filters away meanwhile meant it.
  const begun = useRef(!empty);
  useEffect(() => {
    if (begun.current || !list.isSuccess) return;
    begun.current = true;
    const start = list.data.find((v) => v.isDefault);
    if (start && empty) apply(start.filters, true);
  }, [list.isSuccess]); // eslint-disable-line

  const change = useMutation({
    mutationFn: ({ view, isDefault }: { view: View; isDefault: boolean | null }): Promise<unknown> =>
      isDefault === null
        ? ask(api.DELETE('/api/v1/views/{id}', { params: { path: { id: view.id } } }))
        : ask(api.PUT('/api/v1/views/{id}', { params: { path: { id: view.id } }, body: { name: view.name, filters: view.filters, isDefault, version: view.version } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['views', screen] }),
    onError: (error) => notifications.show({ color: 'red', title: told(error).title, message: told(error).detail }),
  });

  const current = views.find((v) => same(v.filters, filters));
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} trapFocus shadow="md">
        <Popover.Target>
          {icon ? (
            <ActionIcon variant={current ? 'light' : 'subtle'} color={current ? 'teal' : 'gray'} size="md" aria-label={t('views.title')} title={t('views.title')} onClick={() => setOpened(!opened)}>
              <IconBookmark size={17} stroke={1.7} />
            </ActionIcon>
          ) : (
            <Button variant="default" leftSection={<IconBookmark size={15} />} aria-label={current ? `${t('views.title')}: ${current.name}` : t('views.title')} onClick={() => setOpened(!opened)}>
              <span className="ellipsis" style={{ maxWidth: '10rem' }}>
                {current?.name ?? t('views.title')}
              </span>
            </Button>
          )}
        </Popover.Target>
        <Popover.Dropdown p="xs">
          <h2 className="soft" style={{ fontSize: '0.75rem' }}>
            {t('views.mine')}
          </h2>
          {list.isPending && <Skeleton height={10} my={9} width="70%" />}
          {list.isError && <p style={{ color: 'var(--red)' }}>{told(list.error).title}</p>}
          {list.isSuccess && views.length === 0 && <p>{t('views.none')}</p>}
          <ul className="views">
            {views.map((v) => (
              <li key={v.id}>
                <button
                  type="button"
                  aria-pressed={v.id === current?.id}
                  onClick={() => {
                    setOpened(false);
                    apply(v.filters, false);
                  }}
                >
                  <span style={{ width: 15, flex: 'none' }}>{v.id === current?.id && <IconCheck size={15} aria-hidden />}</span>
                  {v.name}
                </button>
                <ActionIcon
                  aria-label={t('views.beginHereNamed', { name: v.name })}
                  aria-pressed={v.isDefault}
                  title={t(v.isDefault ? 'views.beginElsewhere' : 'views.beginHere')}
                  onClick={() => change.mutate({ view: v, isDefault: !v.isDefault })}
                >
                  {v.isDefault ? <IconStarFilled size={15} /> : <IconStar size={15} />}
                </ActionIcon>
                <ActionIcon aria-label={t('views.delete', { name: v.name })} title={t('act.delete')} onClick={() => change.mutate({ view: v, isDefault: null })}>
                  <IconTrash size={15} />
                </ActionIcon>
              </li>
            ))}
          </ul>
          <Button
            variant="subtle"
            fullWidth
            justify="flex-start"
            leftSection={<IconPlus size={15} />}
            disabled={empty || !!current}
            onClick={() => {
              setOpened(false);
              setNaming(true);
            }}
          >
            {t('views.keep')}
          </Button>
          {empty && <p className="soft">{t('views.filterFirst')}</p>}
        </Popover.Dropdown>
      </Popover>
      {naming && (
        <Suspense>
          <KeepView onClose={() => setNaming(false)} screen={screen} filters={set(filters)} />
        </Suspense>
      )}
    </>
  );
}
