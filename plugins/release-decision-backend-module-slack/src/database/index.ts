export * from './DatabasePostStore';
export * from './PostStore';
export { rememberInteraction } from './operations/rememberInteraction';
