"""The Wuhan hall: 武汉市社会保险公共服务平台(单位), as modelled in ``docs/wire/wuhan.md`` and the rulebook."""
