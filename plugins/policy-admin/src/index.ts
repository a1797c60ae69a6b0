export { policyAdminFeatures as default, policyAdminPlugin } from './plugin';
