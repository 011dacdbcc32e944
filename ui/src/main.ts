import '@fontsource-variable/inter'
import './styles/tokens.css'
import './styles/base.css'
import './styles/widgets.css'
import './views'
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.getElementById('app')
if (target) mount(App, { target })
