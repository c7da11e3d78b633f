"""The countries with a public page, for the home page of the site."""

from django import template

from toolkit.network.publishing import countries_with_page

register = template.Library()

register.simple_tag(countries_with_page, name="countries_with_pages")
