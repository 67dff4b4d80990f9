import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import id from './id.json';

export type Language = 'id' | 'en';

const english = async () => (await import('./en.json')).default;
const kept = (): Language => (localStorage.getItem('language') === 'en' ? 'en' : 'id');

// English is fetched by those who read it; Indonesian is there for all, and for what English lacks.
void i18n.use(initReactI18next).init({
  resources: { id: { translation: id }, ...(kept() === 'en' ? { en: { translation: await english() } } : {}) },
  lng: kept(),
  fallbackLng: 'id',
  interpolation: { escapeValue: false },
  returnNull: false,
});

async function take(language: Language) {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'translation')) i18n.addResourceBundle('en', 'translation', await english());
  await i18n.changeLanguage(language);
}

/** Switches the language here and in every other window of this browser. */
export function speak(language: Language) {
  localStorage.setItem('language', language);
  return take(language);
}

/** Another window may have switched. */
export const speakAsKept = () => (kept() === i18n.language ? Promise.resolve() : take(kept()));

i18n.on('languageChanged', (language) => (document.documentElement.lang = language));
document.documentElement.lang = i18n.language;
export default i18n;
