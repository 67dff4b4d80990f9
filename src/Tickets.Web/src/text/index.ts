import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import id from './id.json';

export type Language = 'id' | 'en';

const english = async () => (await import('./en.json')).default;
const kept: Language = localStorage.getItem('language') === 'en' ? 'en' : 'id';

// English is fetched by those who read it; Indonesian is there for all, and for what English lacks.
void i18n.use(initReactI18next).init({
  resources: { id: { translation: id }, ...(kept === 'en' ? { en: { translation: await english() } } : {}) },
  lng: kept,
  fallbackLng: 'id',
  interpolation: { escapeValue: false },
  returnNull: false,
});

export async function speak(language: Language) {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'translation')) i18n.addResourceBundle('en', 'translation', await english());
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

document.documentElement.lang = i18n.language;
export default i18n;
