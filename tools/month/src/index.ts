export { fillMonth, type MonthOptions } from './fill-month.js';
