"""The portal 浙江政务服务网: accounts, entrances, tickets."""
