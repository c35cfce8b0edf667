"""The Jiangsu region 江苏: the province's hall of human resources and social security, 江苏人社网上办事服务大厅."""
