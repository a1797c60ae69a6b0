export { labFeature as default } from './backend/labFeature';
