import { Alert, Button, Radio } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, Refused, told, type Schemas } from '../api/client';
import { Rows } from '../shell/states';
import { Channels } from './Delivery';
import { Form, Table, useChange } from './parts';

/** By which platforms something can be asked for at their own page, for their events, or for a young token. */
const ways: Record<string, { page?: boolean; events?: boolean; token?: boolean }> = {
  Facebook: { page: true, events: true },
  Instagram: { page: true, events: true },
  WhatsApp: { events: true },
  X: { page: true, events: true, token: true },
  YouTube: { page: true, token: true },
};

/** The channels: how they fare, and connecting them. */
export function ChannelsPage() {
  return (
    <>
      <WhatCameOfIt />
      <Channels />
      <Connecting />
    </>
  );
}

/** Each platform's own page of consent, its events and its token. */
function Connecting() {
  const { t } = useTranslation();
  const [answers, setAnswers] = useState<Record<string, { works: boolean; detail: string }>>({});
  const say = (platform: string, answer: { works: boolean; detail: string }) => setAnswers((a) => ({ ...a, [platform]: answer }));
  const path = (platform: string) => ({ params: { path: { platform } } });
  const setOut = useMutation({
    mutationFn: (platform: string) => ask(api.POST('/api/v1/channels/{platform}/connection', path(platform))),
    onSuccess: ({ address }) => window.location.assign(address),
    onError: (error, platform) => say(platform, { works: false, detail: told(error).detail }),
  });
  const asked = useMutation({
    mutationFn: ({ platform, what }: { platform: string; what: 'subscription' | 'token' }) => ask(what === 'token' ? api.POST('/api/v1/channels/{platform}/token', path(platform)) : api.POST('/api/v1/channels/{platform}/subscription', path(platform))),
    onSuccess: (answer, { platform, what }) => say(platform, { works: answer.works, detail: answer.works ? t(`connecting.${what}Works`) : t('connecting.said', { detail: answer.detail }) }),
    onError: (error, { platform }) => say(platform, { works: false, detail: told(error).detail }),
  });
  const busy = (platform: string, what: string) => asked.isPending && asked.variables.platform === platform && asked.variables.what === what;
  return (
    <section className="box">
      <header>
        <div className="grow">
          <h2>{t('connecting.title')}</h2>
          <span className="soft">{t('connecting.hint')}</span>
        </div>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('connecting.title')}>
        <Table heads={[t('inbox.platform'), t('connecting.do'), t('connecting.answer')]}>
          {Object.entries(ways).map(([platform, way]) => (
            <tr key={platform}>
              <td>{t(`platform.${platform}`)}</td>
              <td>
                <div className="row wrap">
                  {way.page && (
                    <Button variant="default" loading={setOut.isPending && setOut.variables === platform} onClick={() => setOut.mutate(platform)} aria-label={`${t('connecting.byPage')}: ${t(`platform.${platform}`)}`}>
                      {t('connecting.byPage')}
                    </Button>
                  )}
                  {way.events && (
                    <Button variant="default" loading={busy(platform, 'subscription')} onClick={() => asked.mutate({ platform, what: 'subscription' })} aria-label={`${t('connecting.subscribe')}: ${t(`platform.${platform}`)}`}>
                      {t('connecting.subscribe')}
                    </Button>
                  )}
                  {way.token && (
                    <Button variant="default" loading={busy(platform, 'token')} onClick={() => asked.mutate({ platform, what: 'token' })} aria-label={`${t('connecting.renew')}: ${t(`platform.${platform}`)}`}>
                      {t('connecting.renew')}
                    </Button>
                  )}
                </div>
              </td>
              <td role="status" style={{ overflowWrap: 'anywhere', color: answers[platform]?.works === false ? 'var(--red)' : undefined }}>
                {answers[platform]?.detail ?? ''}
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </section>
  );
}

/** The browser is back from a platform's page: what came of it, and what is left to choose. */
function WhatCameOfIt() {
  const { t } = useTranslation();
  const go = useNavigate();
  const queries = useQueryClient();
  const { sambung } = useSearch({ strict: false }) as { sambung?: string };
  const platform = sambung && ways[sambung]?.page ? sambung : null;
  const shown = useQuery({
    queryKey: ['connection', platform],
    enabled: !!platform,
    retry: false,
    queryFn: () => ask(api.GET('/api/v1/channels/{platform}/connection', { params: { path: { platform: platform! } } })),
  });
  const [choice, setChoice] = useState('');
  const done = () => void go({ to: '/administrasi/$bagian', params: { bagian: 'saluran' }, search: {}, replace: true });
  const choose = useChange(
    (id: string) => ask(api.PUT('/api/v1/channels/{platform}/connection', { params: { path: { platform: platform! } }, body: { choice: id } })),
    ['channels'],
    (result) => queries.setQueryData(['connection', platform], result as Schemas['ShownConnection']),
  );
  const subscribe = useChange(() => ask(api.POST('/api/v1/channels/{platform}/subscription', { params: { path: { platform: platform! } } })).then(refuseUnlessItWorks), ['channels'], done);
  if (!platform) return null;
  const name = t(`platform.${platform}`);
  if (shown.isPending) return <Rows count={1} height={72} />;
  if (shown.isError)
    return (
      <Alert color="red" role="alert" title={t('connecting.failed', { name })} withCloseButton closeButtonLabel={t('act.close')} onClose={done}>
        {told(shown.error).detail}
      </Alert>
    );
  const { stage, fault, detail, choices } = shown.data;
  if (stage === 'Choose')
    return (
      <Form title={t('connecting.which', { name })} opened onClose={done} onSubmit={() => choose.mutate(choice)} busy={choose.isPending} ready={!!choice}>
        <Radio.Group label={t('connecting.choices')} value={choice} onChange={setChoice}>
          {choices.map((c) => (
            <Radio key={c.id} mt="xs" value={c.id} label={c.name} description={[c.detail, c.id].filter(Boolean).join(' · ')} />
          ))}
        </Radio.Group>
      </Form>
    );
  if (stage === 'Connected')
    return (
      <Alert color="teal" role="status" title={t('connecting.connected', { name, as: choices[0]?.name ?? '' })} withCloseButton closeButtonLabel={t('act.close')} onClose={done}>
        {ways[platform]?.events ? (
          <>
            <p>{t('connecting.next')}</p>
            <Button mt="xs" loading={subscribe.isPending} onClick={() => subscribe.mutate()}>
              {t('connecting.subscribe')}
            </Button>
          </>
        ) : (
          t('connecting.polled')
        )}
      </Alert>
    );
  return (
    <Alert color="red" role="alert" title={t('connecting.failed', { name })} withCloseButton closeButtonLabel={t('act.close')} onClose={done}>
      {t(`connecting.fault.${fault ?? 'Denied'}`)} {detail && t('connecting.said', { detail })}
    </Alert>
  );
}

function refuseUnlessItWorks(answer: Schemas['ChannelTest']) {
  if (!answer.works) throw new Refused(200, 'PlatformSaidNo', answer.detail, '');
  return answer;
}
