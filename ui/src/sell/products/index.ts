/** Products: the catalogue in the rail. */
import Package from '@lucide/svelte/icons/package'
import { register } from '../../views/screens'
import Products from './Products.svelte'

register({ route: 'products', title: 'Products', room: 'sell', rail: { group: 'sell', icon: Package }, component: Products })
